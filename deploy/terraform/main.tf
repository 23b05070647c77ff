data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  name      = "${var.app_name}-${var.environment}-ddbvault"
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
  account   = data.aws_caller_identity.current.account_id

  backup_name  = coalesce(var.backup_function_name, "${local.name}-backup")
  restore_name = coalesce(var.restore_function_name, "${local.name}-restore")

  # ARNs are built from names, and not taken from resources: so every policy is known at plan, to a reviewer and to the
  # tests, and no two resources wait for each other's ARN.
  here       = "${local.region}:${local.account}"
  bucket_arn = "arn:${local.partition}:s3:::${var.backup_bucket_name}"
  prefix_arn = "${local.bucket_arn}/${var.exports_prefix}"
  # The folder of a backup, YYYY-MM-DD. ? is any one character; _state/ does not fit, for it has no hyphen there.
  dated_arn = "${local.prefix_arn}/????-??-??"
  state_arn = "${local.prefix_arn}/_state"

  restore_tables    = coalesce(var.restore_tables, var.dynamodb_tables)
  backup_table_arns = [for name in var.dynamodb_tables : "arn:${local.partition}:dynamodb:${local.here}:table/${name}"]
  write_table_arns  = [for name in local.restore_tables : "arn:${local.partition}:dynamodb:${local.here}:table/${name}"]

  # Both functions are called by this alias of their last published version, with SnapStart and without: one shape of ARN,
  # and a call that is under way keeps the code that it began with.
  alias             = "live"
  backup_alias_arn  = "arn:${local.partition}:lambda:${local.here}:function:${local.backup_name}:${local.alias}"
  restore_alias_arn = "arn:${local.partition}:lambda:${local.here}:function:${local.restore_name}:${local.alias}"

  backup_machine_arn  = "arn:${local.partition}:states:${local.here}:stateMachine:${local.name}-backup"
  restore_machine_arn = "arn:${local.partition}:states:${local.here}:stateMachine:${local.name}-restore"

  queue_name = "${local.name}-dead-letters"
  queue_arn  = "arn:${local.partition}:sqs:${local.here}:${local.queue_name}"

  starts_function = var.schedule_target == "function"
}
