with approved as (
    {{ institute_rows('approved_list', 'approved_list', {
        'cluster': ['approved_cluster', 'varchar'],
        'document': ['approved_document', 'varchar'],
        'date': ['approved_date', 'date'],
    }) }}
),

-- a row is found in its workbook by the cell that says its cluster
cells as (
    select * from {{ source('intake', 'approved_list') }}
    where variable = 'approved_cluster'
),

-- a row that was set aside names a school all the same
named as (
    select
        campaign,
        entity as school_code,
        min(file) as file,
        min(file_sha256) as file_sha256,
        min(sheet) as sheet,
        min(cell) as cell
    from {{ source('intake', 'approved_list_set_aside') }}
    where severity = 'error' and entity is not null
    group by campaign, entity
),

schools as (select * from {{ ref('int_schools') }}),

listed as (
    select
        approved.campaign,
        approved.row_no as school_code,
        approved.cluster,
        approved.date,
        approved.document,
        cells.raw_text,
        cells.file,
        cells.file_sha256,
        cells.sheet,
        cells.cell
    from approved
    inner join cells
        on
            approved.campaign = cells.campaign
            and approved.row_no = cells.entity
    union all
    select
        named.campaign,
        named.school_code,
        cast(null as varchar) as cluster,
        cast(null as date) as date,
        cast(null as varchar) as document,
        cast(null as varchar) as raw_text,
        named.file,
        named.file_sha256,
        named.sheet,
        named.cell
    from named
    left join approved
        on
            named.campaign = approved.campaign
            and named.school_code = approved.row_no
    where approved.row_no is null
)

select
    listed.campaign,
    listed.school_code,
    schools.school_name,
    schools.municipality_code,
    listed.cluster is not null as acts,
    listed.cluster,
    listed.date,
    listed.document || ' от ' || strftime(listed.date, '%d.%m.%Y') as approval_ru,
    listed.raw_text,
    listed.file,
    listed.file_sha256,
    listed.sheet,
    listed.cell
from listed
inner join schools
    on
        listed.campaign = schools.campaign
        and listed.school_code = schools.school_code
