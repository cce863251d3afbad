with publications as (
    {{ institute_rows('project', 'publications', {
        'date': ['publication_date', 'date'],
        'title_ru': ['publication_title', 'varchar'],
    }) }}
)

select
    campaign,
    cast(row_no as integer) as no,
    date,
    trim(title_ru, '«»"') as title_ru
from publications
