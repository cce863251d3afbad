with centres as (
    {{ institute_rows('project', 'centres', {
        'order_date': ['centre_order_date', 'date'],
        'staff': ['centre_staff', 'integer'],
    }) }}
),

municipalities as (select * from {{ ref('stg_registry_municipalities') }})

select
    centres.campaign,
    centres.row_no as municipality_code,
    municipalities.municipality_name,
    centres.order_date,
    centres.staff
from centres
left join municipalities
    on
        centres.campaign = municipalities.campaign
        and centres.row_no = municipalities.municipality_code
