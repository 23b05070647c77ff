resource "aws_sfn_state_machine" "backup" {
  name     = "${local.name}-backup"
  role_arn = aws_iam_role.backup_machine.arn
  type     = "STANDARD"
  tags     = var.tags
  definition = templatefile("${path.module}/state-machines/backup.asl.json.tftpl", {
    function_arn = local.backup_alias_arn
  })

  # By the ARN alone Terraform does not see that it calls the alias, and with which rights.
  depends_on = [aws_lambda_alias.backup, aws_iam_role_policy.backup_machine]
}

resource "aws_sfn_state_machine" "restore" {
  name     = "${local.name}-restore"
  role_arn = aws_iam_role.restore_machine.arn
  type     = "STANDARD"
  tags     = var.tags
  definition = templatefile("${path.module}/state-machines/restore.asl.json.tftpl", {
    function_arn = local.restore_alias_arn
  })

  depends_on = [aws_lambda_alias.restore, aws_iam_role_policy.restore_machine]
}

# A role each, so that what may be started by a schedule can never come to restore.
resource "aws_iam_role" "backup_machine" {
  name                 = "${local.name}-backup-machine"
  description          = "What the state machine of ddbvault's backups may do"
  assume_role_policy   = jsonencode(local.trust_machine[local.backup_machine_arn])
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "backup_machine" {
  name = "backup-machine"
  role = aws_iam_role.backup_machine.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # All that its states do.
      {
        Sid      = "CallTheFunction"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [local.backup_alias_arn]
      },
    ]
  })
}

resource "aws_iam_role" "restore_machine" {
  name                 = "${local.name}-restore-machine"
  description          = "What the state machine of ddbvault's restores may do"
  assume_role_policy   = jsonencode(local.trust_machine[local.restore_machine_arn])
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "restore_machine" {
  name = "restore-machine"
  role = aws_iam_role.restore_machine.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # All that its states do.
      {
        Sid      = "CallTheFunction"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [local.restore_alias_arn]
      },
    ]
  })
}

locals {
  # A role is for its own machine only.
  trust_machine = {
    for arn in [local.backup_machine_arn, local.restore_machine_arn] : arn => {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "states.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account }
          ArnLike      = { "aws:SourceArn" = arn }
        }
      }]
    }
  }
}
