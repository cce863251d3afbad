with agreements as (
    {{ institute_rows('agreements', 'agreements', {
        'number': ['agreement_number', 'varchar'],
        'date': ['agreement_date', 'date'],
        'school_code': ['agreement_school', 'varchar'],
        'partner_code': ['agreement_partner', 'varchar'],
    }) }}
),

schools as (select * from {{ ref('int_schools') }})

select
    agreements.campaign,
    cast(agreements.row_no as integer) as no,
    agreements.number,
    agreements.date,
    agreements.school_code,
    schools.school_name,
    schools.municipality_code,
    schools.municipality_name,
    agreements.partner_code,
    partners.school_name as partner_name
from agreements
left join schools
    on
        agreements.campaign = schools.campaign
        and agreements.school_code = schools.school_code
left join schools as partners
    on
        agreements.campaign = partners.campaign
        and agreements.partner_code = partners.school_code
