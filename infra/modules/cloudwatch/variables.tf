variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "region" {
  description = "The AWS region of the metrics."
  type        = string
}

variable "function_name" {
  description = "The function's name."
  type        = string
}

variable "api_id" {
  description = "The API's id."
  type        = string
}

variable "table_names" {
  description = "The names of the DynamoDB tables, by what they hold."
  type        = map(string)
}

variable "topic_arn" {
  description = "ARN of the topic that alarms go to."
  type        = string
}
