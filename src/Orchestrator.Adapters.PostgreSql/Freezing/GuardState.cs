namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>What the guard of a database is like.</summary>
/// <param name="Job">Whose it is; see <see cref="Connections.JobName"/>. Empty when there is none.</param>
/// <param name="FrozenAt">Since when it refuses, by the server's clock; <see langword="null"/> when it lets everything pass.</param>
/// <param name="Unguarded">Tables that it does not watch.</param>
/// <param name="CanRefuseDefinitions">Whether it refuses new definitions as well, which only a superuser can have it do.</param>
internal sealed record GuardState(string Job, DateTime? FrozenAt, IReadOnlyList<string> Unguarded, bool CanRefuseDefinitions)
{
    /// <summary>Whether it refuses changes for a job.</summary>
    public bool IsFrozenBy(string job) => FrozenAt is not null && Job == job;

    /// <summary>Whether it refuses changes for another job.</summary>
    public bool IsFrozenByOther(string job) => FrozenAt is not null && Job != job;
}
