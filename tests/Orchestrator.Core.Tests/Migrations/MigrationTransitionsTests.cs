using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class MigrationTransitionsTests
{
    [Theory]
    [InlineData(MigrationState.Pending, MigrationState.Running)]
    [InlineData(MigrationState.Running, MigrationState.WaitingForApproval)]
    [InlineData(MigrationState.WaitingForApproval, MigrationState.Running)]
    [InlineData(MigrationState.OnHold, MigrationState.RollingBack)]
    [InlineData(MigrationState.CutOver, MigrationState.Completed)]
    [InlineData(MigrationState.CutOver, MigrationState.RollingBack)]
    [InlineData(MigrationState.RollingBack, MigrationState.NeedsOperator)]
    public void IsAllowed_DesignedTransition_Is(MigrationState from, MigrationState to) => Assert.True(MigrationTransitions.IsAllowed(from, to));

    [Theory]
    [InlineData(MigrationState.Completed, MigrationState.Running)]
    [InlineData(MigrationState.RolledBack, MigrationState.Completed)]
    [InlineData(MigrationState.RolledBack, MigrationState.Failed)]
    [InlineData(MigrationState.Pending, MigrationState.CutOver)]
    [InlineData(MigrationState.RollingBack, MigrationState.Running)]
    [InlineData(MigrationState.RollingBack, MigrationState.Completed)]
    public void Check_AnyOther_Throws(MigrationState from, MigrationState to)
    {
        var error = Assert.Throws<InvalidTransitionException>(() => MigrationTransitions.Check(from, to));
        Assert.Equal((from, to), (error.From, error.To));
    }
}
