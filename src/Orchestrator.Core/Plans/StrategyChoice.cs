namespace Orchestrator.Core.Plans;

/// <summary>How a workload is migrated, and why.</summary>
/// <param name="Strategy">The strategy; never <see cref="MigrationStrategy.Auto"/>.</param>
/// <param name="Why">The reason, as a sentence.</param>
public sealed record StrategyChoice(MigrationStrategy Strategy, string Why);
