using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>Makes runners without a host.</summary>
internal static class FakeRunner
{
    /// <summary>A runner of a registry.</summary>
    public static FunctionRunner Of(DurableRegistry registry, LongCalls? calls = null) =>
        new(registry, calls ?? Calls(new InMemoryLedger(), new(), new()), new TestSecrets(), NullLogger<FunctionRunner>.Instance);

    /// <summary>An instance of the app.</summary>
    public static LongCalls Calls(IMigrationLedger ledger, LongCallsOptions options, FakeLifetime lifetime) =>
        new(ledger, options, TimeProvider.System, lifetime, NullLogger<LongCalls>.Instance);
}
