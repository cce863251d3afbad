with articles as (
    {{ institute_rows('project', 'media_articles', {
        'date': ['article_date', 'date'],
        'municipality_code': ['article_municipality', 'varchar'],
        'outlet_ru': ['article_outlet', 'varchar'],
    }) }}
),

municipalities as (select * from {{ ref('stg_registry_municipalities') }})

select
    articles.campaign,
    cast(articles.row_no as integer) as no,
    articles.date,
    articles.municipality_code,
    municipalities.municipality_name,
    articles.outlet_ru
from articles
left join municipalities
    on
        articles.campaign = municipalities.campaign
        and articles.municipality_code = municipalities.municipality_code
