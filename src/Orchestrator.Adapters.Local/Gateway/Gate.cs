namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>
/// Lets requests through to the side in force, one side at a time. Every change closes the gate, waits until the old side
/// works on nothing, writes the new state and only then opens: the two sides never work at once, and after a hold nothing
/// more is written. A waiting request has not been sent anywhere, so letting it through later cannot do it twice.
/// </summary>
internal sealed class Gate : IDisposable
{
    private static readonly TimeSpan CutTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly HashSet<Passage> _passages = [];
    private readonly IGatewayStore _store;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _clock;
    private GatewayState _state;
    private TaskCompletionSource? _opening;
    private TaskCompletionSource? _emptied;
    private int _waiting;

    public Gate(IGatewayStore store, GatewayOptions options, TimeProvider clock)
    {
        (_store, _options, _clock) = (store, options, clock);
        _state = store.Read();
        // Written even when just read, so that a file that cannot be written is noticed now and not during a cutover.
        store.Write(_state);
        if (_state.Held)
            Close();
    }

    public GatewayState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _opening is null;
        }
    }

    public int InFlight
    {
        get
        {
            lock (_lock)
                return _passages.Count;
        }
    }

    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting;
        }
    }

    /// <summary>Waits until the gate is open and goes through.</summary>
    /// <exception cref="GateRefusedException">It waited for too long, or too many wait.</exception>
    public async ValueTask<Passage> EnterAsync(bool canBeCut, Action cut, CancellationToken cancellation)
    {
        if (TryEnter(canBeCut, cut, out var opening) is { } passage)
            return passage;
        var since = _clock.GetTimestamp();
        StartWaiting();
        try
        {
            while (true)
            {
                await WaitAsync(opening, since, cancellation);
                if (TryEnter(canBeCut, cut, out opening) is { } late)
                    return late;
            }
        }
        finally
        {
            StopWaiting();
        }
    }

    /// <summary>Brings a state into force and returns when the old side works on nothing any more.</summary>
    /// <exception cref="RevisionMismatchException">Another revision than the expected one is in force.</exception>
    /// <exception cref="GateBusyException">The old side did not finish in time; the former state is in force.</exception>
    /// <exception cref="IOException">The state cannot be written; the former state is in force.</exception>
    public async Task<GatewayState> SetAsync(GatewayState wanted, long? expectedRevision, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (expectedRevision is { } expected && expected != _state.Revision)
                throw new RevisionMismatchException(_state.Revision);
            if (!wanted.Routes(_state))
                await ChangeAsync(wanted with { Revision = _state.Revision + 1 }, cancellation);
            return _state;
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private async Task ChangeAsync(GatewayState next, CancellationToken cancellation)
    {
        Close();
        try
        {
            await DrainAsync(cancellation);
            _store.Write(next);
            lock (_lock)
                _state = next;
        }
        finally
        {
            // Also after a failure: what is in force then is the former state.
            if (!_state.Held)
                Open();
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        if (await IsEmptyWithinAsync(_options.DrainTimeout, cancellation))
            return;
        if (!CutWhatCanBeCut() || !await IsEmptyWithinAsync(CutTimeout, cancellation))
            throw new GateBusyException(InFlight, _options.DrainTimeout);
    }

    /// <summary>Ends reads and open-ended connections, unless a write is in flight as well: then nothing is gained by it.</summary>
    private bool CutWhatCanBeCut()
    {
        Passage[] passages;
        lock (_lock)
            passages = [.. _passages];
        if (!passages.All(passage => passage.CanBeCut))
            return false;
        foreach (var passage in passages)
            passage.Cut();
        return true;
    }

    private async Task<bool> IsEmptyWithinAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        TaskCompletionSource emptied;
        lock (_lock)
        {
            if (_passages.Count == 0)
                return true;
            emptied = _emptied ??= NewSignal();
        }

        try
        {
            await emptied.Task.WaitAsync(timeout, _clock, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Passage? TryEnter(bool canBeCut, Action cut, out Task opening)
    {
        lock (_lock)
        {
            opening = _opening?.Task ?? Task.CompletedTask;
            if (_opening is not null)
                return null;
            var passage = new Passage(_state.Side, canBeCut, cut, Leave);
            _passages.Add(passage);
            return passage;
        }
    }

    private void Leave(Passage passage)
    {
        lock (_lock)
        {
            _passages.Remove(passage);
            if (_passages.Count == 0)
                _emptied?.TrySetResult();
            if (_passages.Count == 0)
                _emptied = null;
        }
    }

    private async Task WaitAsync(Task opening, long since, CancellationToken cancellation)
    {
        var left = (State.MaxHold ?? _options.MaxHold) - _clock.GetElapsedTime(since);
        try
        {
            await opening.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            throw new GateRefusedException("The service is being moved and is not ready yet.");
        }
    }

    private void StartWaiting()
    {
        lock (_lock)
        {
            if (_waiting >= _options.MaxHeld)
                throw new GateRefusedException("The service is being moved and too many requests wait for it.");
            _waiting++;
        }
    }

    private void StopWaiting()
    {
        lock (_lock)
            _waiting--;
    }

    private void Close()
    {
        lock (_lock)
            _opening ??= NewSignal();
    }

    private void Open()
    {
        lock (_lock)
        {
            _opening?.TrySetResult();
            _opening = null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
