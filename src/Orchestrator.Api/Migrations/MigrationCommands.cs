using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Http;
using Orchestrator.Api.Security;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Migrations;

/// <summary>What people ask of a running migration.</summary>
internal static class MigrationCommands
{
    private const int MaxCommentLength = 4_000;

    public static async Task<IResult> DecideGateAsync(string id, string gate, HttpContext context, MigrationService migrations)
    {
        var body = await RequestBody.ReadFormAsync<ApprovalBody>(context.Request, context.RequestAborted);
        Check(body.Comment);
        if (body.Decision == ApprovalDecision.Reject && string.IsNullOrWhiteSpace(body.Comment))
            throw Malformed("A rejection needs a 'comment' that says why.");
        var decision = new GateDecision(body.Decision == ApprovalDecision.Approve) { Comment = body.Comment, EvidenceHash = body.EvidenceHash };
        await migrations.DecideGateAsync(id, gate, decision, context.GetCaller(), context.RequestAborted);
        return MigrationUris.Accepted(context, id);
    }

    public static async Task<IResult> DecideStepAsync(string id, HttpContext context, MigrationService migrations)
    {
        var body = await RequestBody.ReadFormAsync<DecisionBody>(context.Request, context.RequestAborted);
        Check(body.Comment);
        var decision = new StepDecision(body.Action) { Step = body.Step, Comment = body.Comment };
        await migrations.DecideStepAsync(id, decision, context.GetCaller(), context.RequestAborted);
        return MigrationUris.Accepted(context, id);
    }

    public static Task<IResult> PauseAsync(string id, HttpContext context, MigrationService migrations) =>
        AskAsync(id, context, migrations.PauseAsync);

    public static Task<IResult> ResumeAsync(string id, HttpContext context, MigrationService migrations) =>
        AskAsync(id, context, migrations.ResumeAsync);

    public static Task<IResult> CancelAsync(string id, HttpContext context, MigrationService migrations) =>
        AskAsync(id, context, migrations.CancelAsync);

    public static Task<IResult> FinalizeAsync(string id, HttpContext context, MigrationService migrations) =>
        AskAsync(id, context, migrations.FinalizeAsync);

    public static async Task<IResult> RollBackAsync(string id, HttpContext context, MigrationService migrations)
    {
        var body = await RequestBody.ReadOptionalFormAsync<RollbackBody>(context.Request, context.RequestAborted) ?? new();
        Check(body.Comment);
        await migrations.RollBackAsync(id, body.AcceptLoss, body.Comment, context.GetCaller(), context.RequestAborted);
        return MigrationUris.Accepted(context, id);
    }

    private static async Task<IResult> AskAsync(string id, HttpContext context, Func<string, string?, Caller, CancellationToken, Task> ask)
    {
        var body = await RequestBody.ReadOptionalFormAsync<CommentBody>(context.Request, context.RequestAborted);
        Check(body?.Comment);
        await ask(id, body?.Comment, context.GetCaller(), context.RequestAborted);
        return MigrationUris.Accepted(context, id);
    }

    private static void Check(string? comment)
    {
        if (comment?.Length > MaxCommentLength)
            throw Malformed($"The 'comment' is longer than {MaxCommentLength} characters.");
    }

    private static RequestRefusedException Malformed(string message) => new(StatusCodes.Status400BadRequest, message);
}
