using System.Text.Json;
using Orchestrator.Adapters.Azure.Replication;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class ProtectedItemTests
{
    [Theory]
    [InlineData("EnablingProtection", "", nameof(ReplicationState.Enabling))]
    [InlineData("UnprotectedStatesBegin", "", nameof(ReplicationState.Seeding))]
    [InlineData("InitialReplicationInProgress", "", nameof(ReplicationState.Seeding))]
    [InlineData("Protected", "UnplannedFailover", nameof(ReplicationState.Following))]
    [InlineData("UnplannedFailoverInProgress", "", nameof(ReplicationState.Moving))]
    [InlineData("UnplannedFailoverCompleted", "", nameof(ReplicationState.Moving))]
    [InlineData("UnplannedFailoverCompleted", "Commit", nameof(ReplicationState.Moved))]
    [InlineData("UnplannedFailoverFailed", "", nameof(ReplicationState.MoveFailed))]
    [InlineData("UnplannedFailoverCommitPending", "Commit", nameof(ReplicationState.Moved))]
    [InlineData("UnplannedFailoverCommitPendingStatesBegin", "Commit", nameof(ReplicationState.Moved))]
    [InlineData("CommitFailoverInProgress", "", nameof(ReplicationState.Committing))]
    [InlineData("CommitFailoverStatesBegin", "", nameof(ReplicationState.Committing))]
    [InlineData("CommitFailoverFailed", "", nameof(ReplicationState.Moved))]
    [InlineData("CommitFailoverCompleted", "", nameof(ReplicationState.Committed))]
    [InlineData("CommitFailoverStatesEnd", "", nameof(ReplicationState.Committed))]
    [InlineData("FailoverCommitted", "ReverseReplicate", nameof(ReplicationState.Committed))]
    [InlineData("UnplannedFailoverCommitted", "ReverseReplicate", nameof(ReplicationState.Committed))]
    [InlineData("ReprotectInProgress", "", nameof(ReplicationState.Reversing))]
    [InlineData("SomethingNew", "", nameof(ReplicationState.Other))]
    public void Read_State_IsAsItWasSeen(string state, string allowed, string expected)
    {
        var properties = JsonSerializer.SerializeToElement(new { protectionState = state, allowedOperations = new[] { allowed }, providerSpecificDetails = new { instanceType = "A2A" } });

        Assert.Equal(expected, ProtectedItem.Read(properties, "machine orders-vm").State.ToString());
    }
}
