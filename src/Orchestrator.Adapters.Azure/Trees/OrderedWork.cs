using System.Runtime.CompilerServices;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Works on several items at once and gives the results in the order of the items.</summary>
internal static class OrderedWork
{
    /// <summary>Works on items; not more of them are taken than are worked on.</summary>
    /// <typeparam name="TItem">An item.</typeparam>
    /// <typeparam name="TResult">A result.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="parallelism">How many at once.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The results.</returns>
    public static async IAsyncEnumerable<TResult> InOrderAsync<TItem, TResult>(
        this IAsyncEnumerable<TItem> items, int parallelism, Func<TItem, CancellationToken, Task<TResult>> work, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = new Queue<Task<TResult>>();
        try
        {
            await foreach (var item in items.WithCancellation(cancellation))
            {
                if (running.Count == parallelism)
                    yield return await running.Dequeue();
                running.Enqueue(Task.Run(() => work(item, stop.Token), stop.Token));
            }

            while (running.TryDequeue(out var next))
                yield return await next;
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var left in running)
                await left.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
