locals {
  # One throttled request is one too many.
  throttles = merge(
    {
      function = { namespace = "AWS/Lambda", metric = "Throttles", dimensions = { FunctionName = var.function_name } }
    },
    [
      for table, name in var.table_names : {
        for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] :
        "${table}-${metric}" => { namespace = "AWS/DynamoDB", metric = metric, dimensions = { TableName = name } }
      }
    ]...
  )
}

# Where nothing was invoked there is no data and nothing is wrong.
resource "aws_cloudwatch_metric_alarm" "failures" {
  alarm_name          = "${var.name}-failed-invocations"
  alarm_description   = "More than 30 % of the counter's invocations failed within five minutes."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 30
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]

  metric_query {
    id          = "failed"
    label       = "Failed invocations (%)"
    expression  = "100 * errors / invocations"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Errors", invocations = "Invocations" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        dimensions  = { FunctionName = var.function_name }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "api_5xx" {
  alarm_name          = "${var.name}-api-5xx"
  alarm_description   = "More than 30 % of the API's answers were 5xx within five minutes."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 30
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]

  metric_query {
    id          = "failed"
    label       = "5xx answers (%)"
    expression  = "100 * errors / requests"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "5xx", requests = "Count" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        dimensions  = { ApiId = var.api_id }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  for_each = local.throttles

  alarm_name          = "${var.name}-throttled-${each.key}"
  alarm_description   = "${each.value.namespace} counted ${each.value.metric} within five minutes."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Sum"
  period              = 300
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]
}

resource "aws_cloudwatch_dashboard" "counter" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in [
        {
          title = "Invocations"
          stat  = "Sum"
          metrics = [
            ["AWS/Lambda", "Invocations", "FunctionName", var.function_name],
            ["AWS/Lambda", "Errors", "FunctionName", var.function_name],
            ["AWS/Lambda", "Throttles", "FunctionName", var.function_name],
          ]
        },
        {
          title = "Invocation (ms)"
          stat  = "p95"
          metrics = [
            ["AWS/Lambda", "Duration", "FunctionName", var.function_name],
            ["AWS/ApiGateway", "Latency", "ApiId", var.api_id],
          ]
        },
        {
          title = "API"
          stat  = "Sum"
          metrics = [
            ["AWS/ApiGateway", "Count", "ApiId", var.api_id],
            ["AWS/ApiGateway", "4xx", "ApiId", var.api_id],
            ["AWS/ApiGateway", "5xx", "ApiId", var.api_id],
          ]
        },
        {
          title = "Tables"
          stat  = "Sum"
          metrics = concat(
            [for name in var.table_names : ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", name]],
            [for name in var.table_names : ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", name]],
          )
        },
        ] : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          stat    = widget.stat
          metrics = widget.metrics
          period  = 300
          region  = var.region
        }
      }
    ]
  })
}
