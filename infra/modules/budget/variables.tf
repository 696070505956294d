variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "monthly_budget" {
  description = "What a month may cost, in US dollars."
  type        = number

  validation {
    condition     = var.monthly_budget > 0
    error_message = "The monthly budget has to be above 0 dollars."
  }
}

variable "email" {
  description = "Who is told at 50, 80 and 100 % of the budget."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+$", var.email))
    error_message = "The e-mail has to be an address, as in you@example.com."
  }
}
