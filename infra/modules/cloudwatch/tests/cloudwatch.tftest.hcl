mock_provider "aws" {}

variables {
  name          = "cloud-resume-test"
  region        = "eu-central-1"
  function_name = "counter"
  api_id        = "api"
  table_names   = { counts = "the-counts", keys = "the-keys" }
  topic_arn     = "arn:aws:sns:eu-central-1:111122223333:alerts"
}

run "defaults" {
  # The function's failures.
  assert {
    condition = [
      for query in aws_cloudwatch_metric_alarm.failures.metric_query : query.expression if query.return_data == true
    ] == ["100 * errors / invocations"]
    error_message = "The alarm has to look at the share of failed invocations."
  }

  assert {
    condition = {
      for query in aws_cloudwatch_metric_alarm.failures.metric_query : query.id => [
        for metric in query.metric : [metric.namespace, metric.metric_name, metric.dimensions.FunctionName, metric.period, metric.stat]
      ] if query.return_data != true
      } == {
      errors      = [["AWS/Lambda", "Errors", "counter", 300, "Sum"]]
      invocations = [["AWS/Lambda", "Invocations", "counter", 300, "Sum"]]
    }
    error_message = "The share has to be of the function's errors and invocations over five minutes."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.failures.comparison_operator == "GreaterThanThreshold"
      && aws_cloudwatch_metric_alarm.failures.threshold == 30
      && aws_cloudwatch_metric_alarm.failures.evaluation_periods == 1
    )
    error_message = "The function's alarm has to go off above 30 %, at the first five minutes."
  }

  # The API's.
  assert {
    condition = [
      for query in aws_cloudwatch_metric_alarm.api_5xx.metric_query : query.expression if query.return_data == true
    ] == ["100 * errors / requests"]
    error_message = "The alarm has to look at the share of 5xx answers."
  }

  assert {
    condition = {
      for query in aws_cloudwatch_metric_alarm.api_5xx.metric_query : query.id => [
        for metric in query.metric : [metric.namespace, metric.metric_name, metric.dimensions.ApiId, metric.period, metric.stat]
      ] if query.return_data != true
      } == {
      errors   = [["AWS/ApiGateway", "5xx", "api", 300, "Sum"]]
      requests = [["AWS/ApiGateway", "Count", "api", 300, "Sum"]]
    }
    error_message = "An HTTP API counts as 5xx and Count, under ApiId."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.api_5xx.comparison_operator == "GreaterThanThreshold"
      && aws_cloudwatch_metric_alarm.api_5xx.threshold == 30
      && aws_cloudwatch_metric_alarm.api_5xx.evaluation_periods == 1
    )
    error_message = "The API's alarm has to go off above 30 %, at the first five minutes."
  }

  # Throttling.
  assert {
    condition = {
      for key, alarm in aws_cloudwatch_metric_alarm.throttles : key => [alarm.namespace, alarm.metric_name, alarm.dimensions]
      } == {
      function                   = ["AWS/Lambda", "Throttles", tomap({ FunctionName = "counter" })]
      counts-ReadThrottleEvents  = ["AWS/DynamoDB", "ReadThrottleEvents", tomap({ TableName = "the-counts" })]
      counts-WriteThrottleEvents = ["AWS/DynamoDB", "WriteThrottleEvents", tomap({ TableName = "the-counts" })]
      keys-ReadThrottleEvents    = ["AWS/DynamoDB", "ReadThrottleEvents", tomap({ TableName = "the-keys" })]
      keys-WriteThrottleEvents   = ["AWS/DynamoDB", "WriteThrottleEvents", tomap({ TableName = "the-keys" })]
    }
    error_message = "Throttling of the function and of each table, reads and writes, has to be watched."
  }

  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.throttles : (
        alarm.statistic == "Sum"
        && alarm.period == 300
        && alarm.comparison_operator == "GreaterThanThreshold"
        && alarm.threshold == 0
        && alarm.evaluation_periods == 1
      )
    ])
    error_message = "One throttled request within five minutes has to be told."
  }

  # All alarms.
  assert {
    condition = alltrue([
      for alarm in concat(
        [aws_cloudwatch_metric_alarm.failures, aws_cloudwatch_metric_alarm.api_5xx],
        values(aws_cloudwatch_metric_alarm.throttles),
      ) : alarm.treat_missing_data == "notBreaching"
    ])
    error_message = "Where nobody visits there is no data, and nothing is wrong."
  }

  assert {
    condition = alltrue([
      for alarm in concat(
        [aws_cloudwatch_metric_alarm.failures, aws_cloudwatch_metric_alarm.api_5xx],
        values(aws_cloudwatch_metric_alarm.throttles),
      ) : alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:alerts"])
    ])
    error_message = "Each alarm has to reach the topic."
  }

  assert {
    condition     = length(output.alarm_names) == 7 && length(toset(output.alarm_names)) == 7
    error_message = "The outputs have to name each alarm."
  }

  # The dashboard.
  assert {
    condition = toset(flatten([
      for widget in jsondecode(aws_cloudwatch_dashboard.counter.dashboard_body).widgets : [
        for metric in widget.properties.metrics : join(" ", metric)
      ]
      ])) == toset([
      "AWS/Lambda Invocations FunctionName counter",
      "AWS/Lambda Errors FunctionName counter",
      "AWS/Lambda Throttles FunctionName counter",
      "AWS/Lambda Duration FunctionName counter",
      "AWS/ApiGateway Latency ApiId api",
      "AWS/ApiGateway Count ApiId api",
      "AWS/ApiGateway 4xx ApiId api",
      "AWS/ApiGateway 5xx ApiId api",
      "AWS/DynamoDB ConsumedReadCapacityUnits TableName the-counts",
      "AWS/DynamoDB ConsumedReadCapacityUnits TableName the-keys",
      "AWS/DynamoDB ConsumedWriteCapacityUnits TableName the-counts",
      "AWS/DynamoDB ConsumedWriteCapacityUnits TableName the-keys",
    ])
    error_message = "The dashboard has to show function, API and tables."
  }

  assert {
    condition = toset([
      for widget in jsondecode(aws_cloudwatch_dashboard.counter.dashboard_body).widgets :
      "${widget.properties.region} ${widget.x} ${widget.y}"
    ]) == toset(["eu-central-1 0 0", "eu-central-1 12 0", "eu-central-1 0 6", "eu-central-1 12 6"])
    error_message = "The dashboard's widgets have to lie side by side, two in a row, and look into the environment's region."
  }
}
