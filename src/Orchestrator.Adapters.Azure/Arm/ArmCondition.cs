namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>What has to hold for a write; when it does not, the write fails as changed by somebody else (HTTP 412).</summary>
/// <param name="IfMatch">The header <c>If-Match</c>.</param>
/// <param name="IfNoneMatch">The header <c>If-None-Match</c>.</param>
internal sealed record ArmCondition(string? IfMatch, string? IfNoneMatch)
{
    /// <summary>There is no such resource yet.</summary>
    public static ArmCondition Absent { get; } = new(null, "*");

    /// <summary>There is such a resource.</summary>
    public static ArmCondition Present { get; } = new("*", null);

    /// <summary>The resource is as it was read.</summary>
    /// <param name="etag"><see cref="ArmAnswer.ETag"/>.</param>
    /// <returns>The condition.</returns>
    public static ArmCondition Unchanged(string etag) => new(etag, null);
}
