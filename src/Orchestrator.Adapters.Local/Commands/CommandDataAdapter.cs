using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Moves data with the operator's own commands.</summary>
internal sealed class CommandDataAdapter(CommandRunner runner, CommandPolicy policy) : IDataAdapter
{
    /// <inheritdoc/>
    public string Kind => "command";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(CommandDataSettings), typeof(DataEndpoint), typeof(DataEndpoint));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var settings = Read(component);
        var findings = settings.All().SelectMany(Refusals).Concat(DataEndpoint.Check(component, scope)).Distinct().ToList();
        if (findings.Count > 0 || settings.Readiness is null)
        {
            return findings;
        }

        var operation = await DoAsync("readiness", component, null, scope, cancellation);
        return (await runner.RunForAsync<FindingsDocument>(settings.Readiness, operation, scope, cancellation)).Findings;
    }

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        if (Read(component).Measure is not { } measure)
        {
            return new DataSize(0, 0);
        }

        var operation = await DoAsync("measure", component, null, scope, cancellation);
        return await runner.RunForAsync<DataSize>(measure, operation with { Side = side }, scope, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        Directory.Delete(folder, recursive: true); // A half-written backup of an earlier run is replaced.
        Directory.CreateDirectory(folder);
        await runner.RunAsync(Read(component).BackUp, await DoAsync("backUp", component, folder, scope, cancellation), scope, cancellation);
        return FolderSize.Of(folder);
    }

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        if (Read(component).Prepare is { } prepare)
        {
            await runner.RunAsync(prepare, await DoAsync("prepare", component, null, scope, cancellation), scope, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        await runner.RunAsync(Read(component).Restore, await DoAsync("restore", component, folder, scope, cancellation), scope, cancellation);
        return FolderSize.Of(folder);
    }

    /// <inheritdoc/>
    public async Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        var operation = await DoAsync("compare", component, backupFolder, scope, cancellation);
        var document = await runner.RunForAsync<ComparisonDocument>(Read(component).Compare, operation, scope, cancellation);
        return new DataComparison(component.Name, document.Items);
    }

    /// <inheritdoc/>
    public async Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await runner.RunAsync(Read(component).Remove, await DoAsync("remove", component, null, scope, cancellation), scope, cancellation);

    /// <inheritdoc/>
    public Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        DataEndpoint.ResolveAsync(component, side, scope, cancellation);

    private static async Task<Operation> DoAsync(string action, DataComponent component, string? folder, StepScope scope, CancellationToken cancellation)
    {
        var variables = new Dictionary<string, string>
        {
            ["ORCHESTRATOR_SOURCE"] = await DataEndpoint.ResolveAsync(component, Side.Source, scope, cancellation),
            ["ORCHESTRATOR_TARGET"] = await DataEndpoint.ResolveAsync(component, Side.Target, scope, cancellation),
        };
        if (folder is not null)
        {
            variables["ORCHESTRATOR_FOLDER"] = folder;
        }

        return new Operation(action) { Part = component.Name, Variables = variables };
    }

    private IEnumerable<Finding> Refusals(CommandCall call)
    {
        try
        {
            policy.Find(call.Command);
            return [];
        }
        catch (AdapterException error)
        {
            return [new Finding(error.Subject, error.Problem, error.Remedy!, IsBlocking: true)];
        }
    }

    private static CommandDataSettings Read(DataComponent component) => component.ReadSettings<CommandDataSettings>();
}
