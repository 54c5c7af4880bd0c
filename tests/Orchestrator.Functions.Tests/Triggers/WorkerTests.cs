using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Functions.Tests.Runtime;
using Xunit;

namespace Orchestrator.Functions.Tests.Triggers;

/// <summary>The worker of the real packages, built as in Azure; only the host that would call it is not there.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task Build_AsInAzure_ResolvesAndTellsEveryFunction()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orchestrator:Ledger"] = "UseDevelopmentStorage=true",
            ["Orchestrator:WorkFolder"] = Path.GetTempPath(),
        });
        builder.Services.AddFunctionsHost(builder.Configuration);
        using var worker = builder.Build();

        var told = await worker.Services.GetRequiredService<IFunctionMetadataProvider>().GetFunctionMetadataAsync(AppContext.BaseDirectory);

        string[] wanted = [.. FunctionList.Orchestrations.Keys, .. FunctionList.Activities.Keys, .. FunctionList.Http.Keys];
        Assert.Equal(wanted.Order(StringComparer.Ordinal), told.Select(function => function.Name!).Order(StringComparer.Ordinal));
        Assert.All(FunctionList.All.Select(function => function.DeclaringType!).Distinct(), type => Assert.NotNull(ActivatorUtilities.CreateInstance(worker.Services, type)));
    }
}
