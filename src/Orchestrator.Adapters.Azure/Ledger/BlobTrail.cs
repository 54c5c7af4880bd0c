using System.Text;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>
/// The audit trail of one migration. What was seen of it is kept: an append needs no reading unless somebody else was
/// faster, which the blob's size tells, and a reading of what has not changed transfers nothing.
/// </summary>
/// <param name="blobs">The ledger's blobs.</param>
/// <param name="migrationId">The migration.</param>
/// <param name="entriesPerBlob">How many entries a blob takes before the next one begins.</param>
/// <param name="logger">Takes logs.</param>
/// <threadsafety>All members are thread safe; calls take turns, and with other processes the fastest wins.</threadsafety>
internal sealed class BlobTrail(LedgerBlobs blobs, string migrationId, int entriesPerBlob, ILogger logger) : IDisposable
{
    private const int MostAttempts = 40;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _headName = LedgerNames.ForHead(migrationId);
    private List<TrailSegment> _segments = [];
    private LedgerBlob? _head;
    private bool _isKnown;

    private List<TrailLine> Lines => [.. _segments.SelectMany(segment => segment.Lines)];

    /// <summary>Appends an entry unless there is one of the same id.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it was new.</returns>
    public Task<bool> AppendAsync(LedgerEntry entry, CancellationToken cancellation) => InTurnAsync(
        async () =>
        {
            var mark = Guid.NewGuid().ToString("n");
            for (var attempt = 1; attempt <= MostAttempts; attempt++)
            {
                if (!_isKnown)
                    await RefreshAsync(cancellation);
                if (await FindOrAppendAsync(entry, mark, cancellation) is { } line)
                {
                    await MoveHeadAsync(cancellation);
                    return line.Mark == mark;
                }

                Forget();
                await Task.Delay(LongestPause * Random.Shared.NextDouble() * attempt / MostAttempts, cancellation);
            }

            throw new AdapterException(
                $"somebody else was faster {MostAttempts} times", blobs.LocationOf(LedgerNames.ForAudit(migrationId, 0)),
                "Find out who writes so often; the step is tried again", isTransient: true);
        },
        cancellation);

    /// <summary>Reads all entries and verifies them.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The entries, oldest first.</returns>
    /// <exception cref="LedgerTamperedException">They are not what was written.</exception>
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellation) => InTurnAsync(
        async () =>
        {
            try
            {
                return await ReadVerifiedAsync(cancellation);
            }
            catch (LedgerTamperedException)
            {
                // Only what the store holds may raise an alarm, and not what was kept here.
                Forget();
                return await ReadVerifiedAsync(cancellation);
            }
        },
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IReadOnlyList<LedgerEntry>> ReadVerifiedAsync(CancellationToken cancellation)
    {
        await RefreshAsync(cancellation);
        var lines = Lines;
        List<LedgerEntry> entries = [.. lines.Select(line => line.ToEntry(migrationId))];
        LedgerChain.Verify(migrationId, entries);
        return TrailHead.Parse(_head).IsIn(lines) ? entries : throw new LedgerTamperedException(migrationId, lines.LastOrDefault()?.Id ?? "(all)");
    }

    // After every disagreement: Azurite may answer with old content under a new ETag when somebody appends meanwhile
    // (BlobHandler.js reads the length before and the ETag after it waits for the content), which would be kept for good.
    private void Forget() => (_segments, _head, _isKnown) = ([], null, false);

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        // The head first: it is written last, so that whatever it covers must be found by what is read after it.
        _head = await blobs.ReadAsync(_headName, _head, cancellation);
        var segments = new List<TrailSegment>();
        while ((segments.Count == 0 || IsFull(segments[^1])) && await ReadSegmentAsync(segments.Count, cancellation) is { } segment)
            segments.Add(segment);
        (_segments, _isKnown) = (segments, true);
    }

    private async Task<TrailSegment?> ReadSegmentAsync(int index, CancellationToken cancellation)
    {
        var known = _segments.ElementAtOrDefault(index);
        var blob = await blobs.ReadAsync(LedgerNames.ForAudit(migrationId, index), known?.Blob, cancellation);
        return blob is null ? null : blob == known?.Blob ? known : TrailSegment.Parse(migrationId, blob);
    }

    private async Task<TrailLine?> FindOrAppendAsync(LedgerEntry entry, string mark, CancellationToken cancellation)
    {
        var lines = Lines;
        if (lines.Find(line => line.Id == entry.Id) is { } found)
            return found;
        var segments = _segments.Count == 0 || IsFull(_segments[^1]) ? [.. _segments, TrailSegment.Empty] : _segments;
        var line = TrailLine.Create(lines.LastOrDefault()?.Hash ?? LedgerChain.Root, entry, mark);
        if (await AppendAsync(segments.Count - 1, segments[^1], line, cancellation) is not { } longer)
            return null;
        _segments = [.. segments[..^1], longer];
        return line;
    }

    private async Task<TrailSegment?> AppendAsync(int index, TrailSegment segment, TrailLine line, CancellationToken cancellation)
    {
        var text = DurableJson.Write(line) + '\n';
        var etag = await blobs.AppendAsync(LedgerNames.ForAudit(migrationId, index), text, segment.Blob.SizeBytes, cancellation);
        var sizeBytes = segment.Blob.SizeBytes + Encoding.UTF8.GetByteCount(text);
        return etag is null ? null : new TrailSegment([.. segment.Lines, line], new LedgerBlob("", sizeBytes, etag.Value));
    }

    // The entry is there, whatever becomes of the head: the next one takes it along.
    private async Task MoveHeadAsync(CancellationToken cancellation)
    {
        try
        {
            await BlobErrors.ExplainAsync(blobs.LocationOf(_headName), () => TryMoveHeadAsync(cancellation), cancellation);
        }
        catch (AdapterException error)
        {
            logger.HeadNotMoved(migrationId, error.Message);
        }
    }

    // A head that is not in this trail stays as it is: it is the proof that something was cut off or replaced.
    private async Task<bool> TryMoveHeadAsync(CancellationToken cancellation)
    {
        var lines = Lines;
        var text = DurableJson.Write(new TrailHead(lines.Count, lines[^1].Hash))!;
        while (TrailHead.Parse(_head) is var head && head.Count < lines.Count && head.IsIn(lines))
        {
            var condition = _head is null ? LedgerBlobs.Missing : new BlobRequestConditions { IfMatch = _head.ETag };
            if (await blobs.WriteAsync(_headName, text, condition, cancellation) is { } moved)
                _head = moved;
            else
                _head = await blobs.ReadAsync(_headName, _head, cancellation);
        }

        return true;
    }

    private bool IsFull(TrailSegment segment) => segment.Lines.Count >= entriesPerBlob;
}
