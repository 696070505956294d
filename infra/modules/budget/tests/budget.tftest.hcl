mock_provider "aws" {}

variables {
  name           = "cloud-resume-test"
  email          = "you@example.com"
  monthly_budget = 5
}

run "budget" {
  assert {
    condition = (
      aws_budgets_budget.monthly.budget_type == "COST"
      && aws_budgets_budget.monthly.time_unit == "MONTHLY"
      && tonumber(aws_budgets_budget.monthly.limit_amount) == 5
      && aws_budgets_budget.monthly.limit_unit == "USD"
    )
    error_message = "The budget has to be of a month's cost, in US dollars."
  }

  assert {
    condition     = toset([for notification in aws_budgets_budget.monthly.notification : notification.threshold]) == toset([50, 80, 100])
    error_message = "Somebody has to be told at 50, 80 and 100 %."
  }

  assert {
    condition = alltrue([
      for notification in aws_budgets_budget.monthly.notification : (
        notification.threshold_type == "PERCENTAGE"
        && notification.notification_type == "ACTUAL"
        && notification.comparison_operator == "GREATER_THAN"
        && one(notification.subscriber_email_addresses) == "you@example.com"
      )
    ])
    error_message = "What has been spent has to be told by e-mail, in per cent of the budget."
  }
}
