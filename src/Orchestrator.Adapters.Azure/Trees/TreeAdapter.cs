using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>
/// Moves a large tree of files to Azure with somebody else's tool. The backup is a ledger of the source, which stays as it
/// is; the proof is that ledger against the target read back, and nothing that the tool says.
/// </summary>
/// <typeparam name="TRequest">What a component of the kind asks for.</typeparam>
/// <param name="stores">Opens targets.</param>
internal abstract class TreeAdapter<TRequest>(TreeStores stores) : IDataAdapter
    where TRequest : TreeRequest
{
    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public abstract AdapterSettings Settings { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        await NoteAsync(findings, async () =>
        {
            var request = await ReadAsync(component, scope, cancellation);
            await NoteAsync(findings, async () => findings.AddRange(await LookAtToolAsync(request, scope, cancellation)));
            await NoteAsync(findings, () => MeasureAsync(request, cancellation));
            await NoteAsync(findings, async () =>
            {
                if (await OpenTarget(request, scope).FindObstacleAsync(cancellation) is { } occupied)
                    findings.Add(Of(occupied));
            });
        });
        return findings;
    }

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await ReadAsync(component, scope, cancellation);
        return side == Side.Target ? await OpenTarget(request, scope).MeasureAsync(cancellation) : await MeasureAsync(request, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var request = await ReadAsync(component, scope, cancellation);
        return await ExplainAsync(request, async () =>
        {
            var size = await MeasureAsync(request, cancellation);
            var lines = request.Tree.ReadAsync(request.Parallelism, cancellation);
            var seal = await new TreeLedger(folder).WriteAsync(lines, size.SizeBytes, scope.Progress, cancellation);
            return new DataSize(seal.SizeBytes, seal.FileCount);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var target = OpenTarget(await ReadAsync(component, scope, cancellation), scope);
        await target.PrepareAsync(cancellation);
        // After the mark: what was refused is not noted as ours. Only the tools, which come later, can take a mark away.
        NotesOf(scope).Write(NoteOf(component), new TreeNote(target.Location));
    }

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var request = await ReadAsync(component, scope, cancellation);
        var ledger = new TreeLedger(folder);
        return await ExplainAsync(request, async () =>
        {
            var seal = ledger.ReadSeal();
            await CopyAsync(request, ledger, scope, cancellation);
            return new DataSize(seal.SizeBytes, seal.FileCount);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        var request = await ReadAsync(component, scope, cancellation);
        return await ExplainAsync(request, () =>
        {
            var ledger = backupFolder is null ? request.Tree.ReadAsync(request.Parallelism, cancellation) : new TreeLedger(backupFolder).ReadAsync(cancellation);
            return new TreeProof(OpenTarget(request, scope), request.Parallelism).RunAsync(component.Name, ledger, scope.Progress, cancellation);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var request = await ReadAsync(component, scope, cancellation);
        await EndAsync(request, scope, cancellation);
        var (target, notes) = (OpenTarget(request, scope), NotesOf(scope));
        await target.RemoveAsync(cancellation);
        if (notes.Read<TreeNote>(NoteOf(component))?.Location == target.Location && await target.FindLossAsync(cancellation) is { } loss)
            throw loss;
        notes.Remove(NoteOf(component));
    }

    /// <inheritdoc/>
    public async Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await ReadAsync(component, scope, cancellation);
        return side == Side.Source ? request.Tree.Path : OpenTarget(request, scope).Location;
    }

    /// <summary>Reads a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="scope">Expands values, and tells whether it is a rehearsal.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What it asks for.</returns>
    /// <exception cref="AdapterException">A value cannot be used.</exception>
    protected abstract Task<TRequest> ReadAsync(DataComponent component, StepScope scope, CancellationToken cancellation);

    /// <summary>Looks whether the tool can be used.</summary>
    /// <param name="request">The component.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is missing.</returns>
    protected abstract Task<IReadOnlyList<Finding>> LookAtToolAsync(TRequest request, StepScope scope, CancellationToken cancellation);

    /// <summary>Lets the tool copy what a ledger names. Takes up what an earlier run has begun.</summary>
    /// <param name="request">The component.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the tool says that it is done.</returns>
    protected abstract Task CopyAsync(TRequest request, TreeLedger ledger, StepScope scope, CancellationToken cancellation);

    /// <summary>Ends what the tool does and forgets it. Fine when it does nothing.</summary>
    /// <param name="request">The component.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing writes to the target any more.</returns>
    protected abstract Task EndAsync(TRequest request, StepScope scope, CancellationToken cancellation);

    /// <summary>Opens the target of a component; nothing is sent.</summary>
    /// <param name="request">The component.</param>
    /// <param name="scope">The step.</param>
    /// <returns>The target.</returns>
    protected ITreeTarget OpenTarget(TRequest request, StepScope scope) => stores.Open(request.Target, $"{scope.MigrationId}/{request.Name}");

    private static JournalFiles NotesOf(StepScope scope) => new(Path.Combine(scope.WorkFolder, "trees"));

    private static string NoteOf(DataComponent component) => $"{component.Name}.json";

    private static Task<DataSize> MeasureAsync(TRequest request, CancellationToken cancellation) =>
        ExplainAsync(request, () => Task.Run(request.Tree.Measure, cancellation), cancellation);

    // What the file system and the service say is explained to the reader.
    private static Task<T> ExplainAsync<T>(TRequest request, Func<Task<T>> work, CancellationToken cancellation) =>
        BlobErrors.ExplainAsync($"data '{request.Name}'", work, cancellation);

    private static async Task NoteAsync(List<Finding> findings, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (AdapterException error) when (!error.IsTransient)
        {
            findings.Add(Of(error));
        }
    }

    private static Finding Of(AdapterException error) => new(error.Subject, error.Problem, error.Remedy, IsBlocking: true);
}
