namespace Orchestrator.Adapters.Local.Tests;

/// <summary>Waits for a state, for a bounded time.</summary>
public static class TestWait
{
    public static Task UntilAsync(Func<bool> isReached) => UntilAsync(() => Task.FromResult(isReached()));

    public static async Task UntilAsync(Func<Task<bool>> isReachedAsync)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isReachedAsync())
            await Task.Delay(10, limit.Token);
    }
}
