locals {
  backup_function   = { FunctionName = local.backup_name }
  restore_function  = { FunctionName = local.restore_name }
  alarm_topic_name  = "${local.name}-alarms"
  alarm_topic_arn   = "arn:${local.partition}:sns:${local.here}:${local.alarm_topic_name}"
  makes_alarm_topic = var.create_alarms && var.create_alarm_topic
  alarm_topics      = concat(local.makes_alarm_topic ? [local.alarm_topic_arn] : [], var.alarm_topic_arns)

  # More than none of what counts failures, within five minutes. A function that is not called counts nothing, which is no
  # failure of its own: silence has an alarm below.
  failures = {
    table-without-export = {
      namespace   = "ddbvault"
      metric      = "TablesWithoutExport"
      dimensions  = local.backup_function
      statistic   = "Maximum"
      description = "A backup left a table without an export. Look at 'exports' and 'warnings' in the function's answer, then run the backup again"
    }
    restore-failed = {
      namespace   = "ddbvault"
      metric      = "FailedRestores"
      dimensions  = local.restore_function
      statistic   = "Sum"
      description = "A table was not restored. The result's 'error' says why"
    }
    restore-partial = {
      namespace   = "ddbvault"
      metric      = "PartialRestores"
      dimensions  = local.restore_function
      statistic   = "Sum"
      description = "Items of a table were not restored. The result's 'rejects_key' names the object that holds them"
    }
    backup-function-errors = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = local.backup_function
      statistic   = "Sum"
      description = "The backup function threw, ran out of time or died. Its log says why"
    }
    restore-function-errors = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = local.restore_function
      statistic   = "Sum"
      description = "The restore function ran out of time or died. 'ddbvault restore --unfinished' says what to go on with"
    }
    backup-function-throttles = {
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = local.backup_function
      statistic   = "Sum"
      description = "Lambda did not start the backup function: the account's concurrency is used up"
    }
    restore-function-throttles = {
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = local.restore_function
      statistic   = "Sum"
      description = "Lambda did not start the restore function: the account's concurrency is used up"
    }
    backup-machine-failed = {
      namespace   = "AWS/States"
      metric      = "ExecutionsFailed"
      dimensions  = { StateMachineArn = local.backup_machine_arn }
      statistic   = "Sum"
      description = "A backup failed. The execution's cause says why"
    }
    restore-machine-failed = {
      namespace   = "AWS/States"
      metric      = "ExecutionsFailed"
      dimensions  = { StateMachineArn = local.restore_machine_arn }
      statistic   = "Sum"
      description = "A restore failed. The execution's cause says why"
    }
    backup-machine-timed-out = {
      namespace   = "AWS/States"
      metric      = "ExecutionsTimedOut"
      dimensions  = { StateMachineArn = local.backup_machine_arn }
      statistic   = "Sum"
      description = "A backup took longer than its state machine waits"
    }
    restore-machine-timed-out = {
      namespace   = "AWS/States"
      metric      = "ExecutionsTimedOut"
      dimensions  = { StateMachineArn = local.restore_machine_arn }
      statistic   = "Sum"
      description = "A restore took longer than its state machine waits. 'ddbvault restore --unfinished' says what to go on with"
    }
    dead-letters = {
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = local.queue_name }
      statistic   = "Maximum"
      description = "A backup could not be started, or its event was given up. The messages of the queue say why; delete them once it is mended"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "failures" {
  for_each            = var.create_alarms ? local.failures : {}
  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topics
  ok_actions          = local.alarm_topics
  tags                = var.tags
}

# The one alarm that hears silence: no successful backup in any hour of the last max_backup_age_hours, whatever the reason,
# a schedule that was deleted included. A schedule that is off on purpose is no failure.
resource "aws_cloudwatch_metric_alarm" "no_successful_backup" {
  count               = var.create_alarms && var.backup_schedule_enabled ? 1 : 0
  alarm_name          = "${local.name}-no-successful-backup"
  alarm_description   = "No backup of all tables succeeded in the last ${var.max_backup_age_hours} hours. Look at the state machine's executions, and at the schedule if there are none"
  namespace           = "ddbvault"
  metric_name         = "SuccessfulBackups"
  dimensions          = local.backup_function
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = var.max_backup_age_hours
  datapoints_to_alarm = var.max_backup_age_hours
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = local.alarm_topics
  ok_actions          = local.alarm_topics
  tags                = var.tags
}

# Not encrypted by aws/sns: CloudWatch may not use that key, and its messages would be lost without a word. They hold an
# alarm's name and description.
resource "aws_sns_topic" "alarms" {
  count = local.makes_alarm_topic ? 1 : 0
  name  = local.alarm_topic_name
  tags  = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  count = local.makes_alarm_topic ? 1 : 0
  arn   = aws_sns_topic.alarms[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # This account's alarms only.
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = local.alarm_topic_arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.here}:alarm:${local.name}-*" }
        }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "emails" {
  for_each  = local.makes_alarm_topic ? toset(var.alarm_emails) : []
  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = each.value
}
