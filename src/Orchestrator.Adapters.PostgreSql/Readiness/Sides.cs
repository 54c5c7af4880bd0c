using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>What the checks look at.</summary>
/// <param name="Job">The component.</param>
/// <param name="Source">The source database.</param>
/// <param name="Target">The maintenance database of the target's server.</param>
internal sealed record Sides(Job Job, Session Source, Session Target)
{
    /// <summary>The source, for people.</summary>
    public string SourceName => Job.Source.Subject;

    /// <summary>The target, for people.</summary>
    public string TargetName => Job.Target.Subject;

    /// <summary>Whether we are superuser on the target.</summary>
    public Task<bool> IsTargetSuperuserAsync(CancellationToken cancellation) => IsSuperuserAsync(Target, cancellation);

    /// <summary>Whether we are superuser on the source.</summary>
    public Task<bool> IsSourceSuperuserAsync(CancellationToken cancellation) => IsSuperuserAsync(Source, cancellation);

    private static Task<bool> IsSuperuserAsync(Session session, CancellationToken cancellation) =>
        session.ScalarAsync<bool>("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", cancellation);
}
