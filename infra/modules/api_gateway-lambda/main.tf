locals {
  function_name = "${var.name}-counter"

  zip      = "${path.module}/${var.zip}"
  zip_hash = fileexists(local.zip) ? filebase64sha256(local.zip) : null # it takes no zip to destroy

  # Each generation's secret is made when its number first appears and goes when it is more than one behind. To
  # raise the number by one thus rotates: the function accepts old and new before CloudFront sends the new one.
  generations = {
    current  = var.origin_verify_generation
    previous = var.origin_verify_generation - 1
  }
}

data "aws_secretsmanager_random_password" "origin_verify" {
  password_length     = 48
  exclude_punctuation = true # it travels in a header
}

resource "terraform_data" "origin_verify" {
  for_each = toset([for generation in local.generations : tostring(generation)])

  # Not as input, for that comes out again as output, which a plan to destroy shows.
  triggers_replace = sensitive(data.aws_secretsmanager_random_password.origin_verify.random_password)

  lifecycle {
    ignore_changes = [triggers_replace] # every plan draws another password
  }
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.function_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "function" {
  name                 = local.function_name
  permissions_boundary = var.permissions_boundary ? "arn:aws:iam::${var.account_id}:policy/${var.name}-boundary" : null

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name = "counter"
  role = aws_iam_role.function.name

  # The items of a transaction are allowed one by one, as PutItem and UpdateItem.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Counts"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"]
        Resource = var.counts_table.arn
      },
      {
        Sid      = "Keys"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]
        Resource = var.keys_table.arn
      },
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.function.arn}:*"
      },
    ]
  })
}

resource "aws_lambda_function" "counter" {
  function_name                  = local.function_name
  role                           = aws_iam_role.function.arn
  runtime                        = var.runtime
  architectures                  = ["arm64"]
  handler                        = "cloud_resume.counter.handler.handler"
  filename                       = local.zip
  source_code_hash               = local.zip_hash
  publish                        = true
  memory_size                    = var.memory_size
  timeout                        = 10 # the store gives up after 7 seconds
  reserved_concurrent_executions = var.reserved_concurrency

  environment {
    variables = {
      COUNTS_TABLE           = var.counts_table.name
      KEYS_TABLE             = var.keys_table.name
      SHARDS                 = var.shards
      ORIGIN_VERIFY          = terraform_data.origin_verify[local.generations.current].triggers_replace
      ORIGIN_VERIFY_PREVIOUS = terraform_data.origin_verify[local.generations.previous].triggers_replace
      VIEWER_ADDRESS_HEADER  = var.viewer_address_header
    }
  }

  # Lambda makes a missing log group itself, and then keeps its logs for ever.
  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.counter.function_name
  function_version = aws_lambda_function.counter.version
}

resource "aws_lambda_permission" "api" {
  function_name = aws_lambda_function.counter.function_name
  qualifier     = aws_lambda_alias.live.name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.counter.execution_arn}/*"
}

resource "aws_apigatewayv2_api" "counter" {
  name          = local.function_name
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "counter" {
  api_id                 = aws_apigatewayv2_api.counter.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_alias.live.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "counter" {
  api_id    = aws_apigatewayv2_api.counter.id
  route_key = "ANY /api/{proxy+}"
  target    = "integrations/${aws_apigatewayv2_integration.counter.id}"
}

# /api/ itself is none of the paths above, and API Gateway's own answer would be a 404, which becomes the site's page.
resource "aws_apigatewayv2_route" "rest" {
  api_id    = aws_apigatewayv2_api.counter.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.counter.id}"
}

# Under /aws/vendedlogs/ the account's resource policy for log delivery does not grow with each log group.
resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/vendedlogs/apis/${local.function_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.counter.id
  name        = "$default"
  auto_deploy = true

  # A new account runs ten functions at once and lets none be reserved, so it is this that bounds the bill.
  default_route_settings {
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
  }

  # Neither the address nor the user agent: the log names nobody.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn

    format = jsonencode({
      time             = "$context.requestTime"
      request          = "$context.requestId"
      method           = "$context.httpMethod"
      path             = "$context.path"
      status           = "$context.status"
      latency          = "$context.responseLatency"
      integrationError = "$context.integrationErrorMessage"
    })
  }
}
