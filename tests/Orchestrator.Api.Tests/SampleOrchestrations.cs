using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Tests;

/// <summary>Orchestrations that are no migrations.</summary>
internal static class SampleOrchestrations
{
    public static DurableRegistry AddSamples(this DurableRegistry registry) => registry
        .AddActivity<string, string>("Shout", (_, text, _) => Task.FromResult(text.ToUpperInvariant()))
        .AddOrchestration("Greet", async context => await context.CallActivityAsync<string>("Shout", "hello"))
        .AddOrchestration("Wait", async context => await context.WaitForExternalEvent<JsonElement>("go"))
        .AddOrchestration<string>("Fail", _ => throw new InvalidOperationException("It does not work."));
}
