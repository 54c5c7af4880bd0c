using System.Text.Json;

namespace Orchestrator.Functions.Durable;

/// <summary>An activity in this process. It begins when its result is first asked for, and once only.</summary>
internal sealed class LongCall
{
    private readonly CancellationTokenSource _end;
    private readonly Lazy<Task<JsonElement?>> _result;
    private int _isTold;

    /// <summary>Prepares it.</summary>
    /// <param name="work">The activity.</param>
    /// <param name="stop">Cancelled when this instance stops.</param>
    public LongCall(Func<CancellationToken, Task<JsonElement?>> work, CancellationToken stop)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _result = new(() => Task.Run(() => work(_end.Token)));
    }

    /// <summary>What comes out.</summary>
    public Task<JsonElement?> Result => _result.Value;

    /// <summary>Whether another instance has taken it up.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether the caller is the first who tells of it, and so the one who does.</summary>
    public bool BeginsTelling() => Interlocked.Exchange(ref _isTold, 1) == 0;

    /// <summary>Ends the work: another instance has taken it up.</summary>
    public async Task LoseAsync()
    {
        IsLost = true;
        await _end.CancelAsync();
    }
}
