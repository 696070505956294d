variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "monthly_budget" {
  description = "What a month may cost, in US dollars."
  type        = number
}

variable "email" {
  description = "Who is told at 50, 80 and 100 % of the budget."
  type        = string
}
