using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Moves data through the operator's own endpoints.</summary>
internal sealed class HttpDataAdapter(HttpRunner runner) : IDataAdapter
{
    private const string ReceiptFile = "receipt";

    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(HttpDataSettings), typeof(DataEndpoint), typeof(DataEndpoint));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var findings = DataEndpoint.Check(component, scope).ToList();
        return findings.Count > 0 || Read(component).Readiness is not { } readiness
            ? findings
            : (await runner.RunForAsync<FindingsDocument>(readiness, Do("readiness", component), scope, cancellation)).Findings;
    }

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        Read(component).Measure is { } measure
            ? await runner.RunForAsync<DataSize>(measure, Do("measure", component) with { Side = side }, scope, cancellation)
            : new DataSize(0, 0);

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var answer = await runner.RunAsync(Read(component).BackUp, Do("backUp", component), scope, cancellation);
        var receipt = Path.Combine(folder, ReceiptFile);
        await File.WriteAllTextAsync($"{receipt}.new", answer.Body, cancellation);
        File.Move($"{receipt}.new", receipt, overwrite: true);
        return FolderSize.Of(folder);
    }

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        if (Read(component).Prepare is { } prepare)
        {
            await runner.RunAsync(prepare, Do("prepare", component), scope, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var answer = await runner.RunAsync(Read(component).Restore, await WithReceiptAsync("restore", component, folder, cancellation), scope, cancellation);
        return answer.Body.TrimStart().StartsWith('{')
            ? Json.Read<DataSize>(answer.Body, $"data '{component.Name}' (restore)")
            : FolderSize.Of(folder);
    }

    /// <inheritdoc/>
    public async Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        var operation = await WithReceiptAsync("compare", component, backupFolder, cancellation);
        return new DataComparison(component.Name, (await runner.RunForAsync<ComparisonDocument>(Read(component).Compare, operation, scope, cancellation)).Items);
    }

    /// <inheritdoc/>
    public Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        runner.RunAsync(Read(component).Remove, Do("remove", component), scope, cancellation, 404, 410);

    /// <inheritdoc/>
    public Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        DataEndpoint.ResolveAsync(component, side, scope, cancellation);

    private static async Task<Operation> WithReceiptAsync(string action, DataComponent component, string? folder, CancellationToken cancellation) =>
        Do(action, component) with { Receipt = folder is null ? null : await File.ReadAllTextAsync(Path.Combine(folder, ReceiptFile), cancellation) };

    private static HttpDataSettings Read(DataComponent component) => component.ReadSettings<HttpDataSettings>();

    private static Operation Do(string action, DataComponent component) => new(action) { Part = component.Name };
}
