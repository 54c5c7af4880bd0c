namespace Orchestrator.Adapters.Local;

/// <summary>Lets one at a time do what has the same key.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class KeyedLock
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits for the turn.</summary>
    /// <returns>The turn, which ends when disposed.</returns>
    public async Task<IDisposable> AcquireAsync(string key, CancellationToken cancellation)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out turn))
            {
                _turns[key] = turn = new Turn();
            }

            turn.Users++;
        }

        var release = new Release(this, key, turn);
        try
        {
            await turn.Gate.WaitAsync(cancellation);
        }
        catch
        {
            release.Leave();
            throw;
        }

        return release;
    }

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Release(KeyedLock owner, string key, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            turn.Gate.Release();
            Leave();
        }

        public void Leave()
        {
            lock (owner._turns)
            {
                if (--turn.Users == 0)
                {
                    owner._turns.Remove(key);
                }
            }
        }
    }
}
