namespace Orchestrator.Api.Dashboard;

/// <summary>What a caller may do besides reading. A gate may still name other people.</summary>
/// <param name="Operate">Start and steer migrations, and decide about steps that are held.</param>
/// <param name="Approve">Decide at gates.</param>
/// <param name="Administer">Everything, the durable management API included.</param>
internal sealed record Allowance(bool Operate, bool Approve, bool Administer);
