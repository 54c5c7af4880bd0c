using System.Runtime.CompilerServices;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>The ledger of a tree in a folder: a line for every file, and a seal. It is the proof of a move, and not what a tool says of itself.</summary>
/// <param name="folder">The folder.</param>
internal sealed class TreeLedger(string folder)
{
    private const string SealName = "seal.json";

    private readonly JournalFiles _files = new(folder);

    /// <summary>Where the lines are.</summary>
    public string LinesPath => Path.Combine(folder, "ledger.jsonl");

    /// <summary>Where the paths are, one a line.</summary>
    public string PathsPath => Path.Combine(folder, "paths.txt");

    /// <summary>Makes it anew.</summary>
    /// <param name="lines">The files, in the order of their paths.</param>
    /// <param name="totalBytes">Their size, for the progress.</param>
    /// <param name="progress">Takes progress.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What it says in all.</returns>
    public async Task<LedgerSeal> WriteAsync(IAsyncEnumerable<LedgerLine> lines, long totalBytes, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        _files.Remove(SealName);
        using var sum = new LedgerSum();
        await using (var ledger = new StreamWriter(LinesPath, append: false))
        await using (var paths = new StreamWriter(PathsPath, append: false))
        {
            await foreach (var line in lines.WithCancellation(cancellation))
            {
                sum.Add(line);
                await ledger.WriteLineAsync(JsonSerializer.Serialize(line, DurableJson.Options).AsMemory(), cancellation);
                await paths.WriteLineAsync(line.Path.AsMemory(), cancellation);
                progress.Report(new(sum.SizeBytes, totalBytes, "bytes"));
            }
        }

        _files.Write(SealName, sum.Seal());
        return sum.Seal();
    }

    /// <summary>Reads what it says in all.</summary>
    /// <returns>The seal.</returns>
    /// <exception cref="AdapterException">There is no complete ledger.</exception>
    public LedgerSeal ReadSeal() => _files.Read<LedgerSeal>(SealName) ?? throw Damaged("there is no complete ledger");

    /// <summary>Reads the files, and checks them against the seal at the end.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The files, in the order of their paths.</returns>
    /// <exception cref="AdapterException">It was changed.</exception>
    public async IAsyncEnumerable<LedgerLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var seal = ReadSeal();
        using var sum = new LedgerSum();
        await foreach (var text in File.ReadLinesAsync(LinesPath, cancellation))
        {
            var line = JsonSerializer.Deserialize<LedgerLine>(text, DurableJson.Options)!;
            sum.Add(line);
            yield return line;
        }

        if (sum.Seal() != seal)
            throw Damaged("its lines do not add up to its seal");
    }

    private AdapterException Damaged(string problem) => new(problem, $"the ledger in '{folder}'", "Retry from the step that backs the source up", isTransient: false);
}
