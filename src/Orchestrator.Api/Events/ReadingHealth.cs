namespace Orchestrator.Api.Events;

/// <summary>Whether what viewers follow can be read. What cannot is told by ending their streams: a page must not look alive over old news.</summary>
/// <threadsafety>One reader; any number of viewers.</threadsafety>
internal sealed class ReadingHealth(TimeProvider time)
{
    /// <summary>For how long readings may fail before viewers are told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _failingSince;
    private bool _isGood;

    /// <summary>Whether the last reading worked.</summary>
    public bool IsGood
    {
        get
        {
            lock (_gate)
                return _isGood;
        }
    }

    /// <summary>Whether readings have failed for <see cref="Patience"/>.</summary>
    public bool IsBad
    {
        get
        {
            lock (_gate)
                return _failingSince is { } since && time.GetElapsedTime(since) >= Patience;
        }
    }

    /// <summary>Notes that a reading worked.</summary>
    public void Succeeded() => Set(isGood: true);

    /// <summary>Notes that a reading failed.</summary>
    public void Failed()
    {
        lock (_gate)
            (_isGood, _failingSince) = (false, _failingSince ?? time.GetTimestamp());
    }

    /// <summary>Forgets what was: nobody reads any more.</summary>
    public void Forget() => Set(isGood: false);

    private void Set(bool isGood)
    {
        lock (_gate)
            (_isGood, _failingSince) = (isGood, null);
    }
}
