namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Works on a stream of items in parallel and hands the results on in the order of the items, with bounded memory.</summary>
internal static class OrderedPipeline
{
    // Many small items may wait behind one large one, so that the other workers stay busy.
    private const int WindowPerWorker = 64;

    /// <summary>Runs until the items end or something fails; then nothing of it runs any more.</summary>
    /// <param name="items">The items; taken by the caller's thread.</param>
    /// <param name="work">Runs in parallel.</param>
    /// <param name="consume">Runs on the caller's thread, in order.</param>
    /// <param name="parallelism">How many items are worked on at once.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static void Run<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, TResult> work, Action<TResult> consume, int parallelism, CancellationToken cancellation) =>
        Run(items.Select(item => Piece<TResult>.ToDo(() => work(item))), consume, parallelism, cancellation);

    /// <summary>Runs until the pieces end or something fails; then nothing of it runs any more.</summary>
    /// <param name="pieces">The work; taken by the caller's thread.</param>
    /// <param name="consume">Runs on the caller's thread, in order.</param>
    /// <param name="parallelism">How many pieces are worked on at once.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static void Run<TResult>(IEnumerable<Piece<TResult>> pieces, Action<TResult> consume, int parallelism, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var factory = new TaskFactory(stop.Token, TaskCreationOptions.None, TaskContinuationOptions.None,
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, parallelism).ConcurrentScheduler);
        var window = new Queue<Task<TResult>>();
        try
        {
            foreach (var piece in pieces)
            {
                if (piece.Work is null && window.Count == 0) consume(piece.Result!);
                else window.Enqueue(piece.Work is null ? Task.FromResult(piece.Result!) : factory.StartNew(piece.Work, stop.Token));
                while (window.Count > parallelism * WindowPerWorker || (window.TryPeek(out var first) && first.IsCompleted))
                    consume(Result(window.Dequeue()));
            }
            while (window.TryDequeue(out var task)) consume(Result(task));
            cancellation.ThrowIfCancellationRequested();
        }
        catch
        {
            stop.Cancel();
            throw;
        }
        finally
        {
            Settle(window);
        }
    }

    private static TResult Result<TResult>(Task<TResult> task) => task.GetAwaiter().GetResult();

    // The first failure is on its way to the caller; what the others say adds nothing, but none may outlive the call.
    private static void Settle<TResult>(IEnumerable<Task<TResult>> tasks)
    {
        foreach (var task in tasks) ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
    }
}
