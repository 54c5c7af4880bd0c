using System.Diagnostics.CodeAnalysis;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>
/// An instance that is live in memory: its mailbox, and its code kept where it waits, so that a step costs the same
/// however long the history is. At most one episode or commit of it is under way at a time.
/// </summary>
internal sealed partial class Instance(EngineRuntime runtime, long key)
{
    /// <summary>Marks a termination that reaches the children as well.</summary>
    public const int Recursive = 1;

    private readonly Lock _gate = new();
    private readonly LinkedList<Message> _heldBack = [];
    private List<Message> _mailbox = [];
    private bool _isScheduled;
    private bool _isNudged;
    private bool _isRemoved;
    private bool _isBroken;

    public long Key { get; } = key;

    /// <summary>When it last did something, on the runtime's counter.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Puts a message into the mailbox; without one, only makes the instance look after itself.</summary>
    /// <returns>False when the instance has left memory.</returns>
    public bool Post(Message? message)
    {
        lock (_gate)
        {
            if (_isRemoved)
                return false;
            if (message is null)
                _isNudged = true;
            else
                _mailbox.Add(message);
            if (_isScheduled)
                return true;
            _isScheduled = true;
        }
        runtime.MakeReady(this);
        return true;
    }

    /// <summary>Runs one episode; called by one worker at a time.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "One instance's trouble must not end the worker; it is logged and tried again.")]
    public void RunEpisode()
    {
        var messages = TakeMailbox();
        try
        {
            if (_isBroken)
                Settle();
            else if (Prepare(messages) is { } episode)
                runtime.Writer.Submit(episode);
            else
                Settle();
        }
        catch (Exception error)
        {
            Log.EpisodeFailed(runtime.Logger, _row?.InstanceId ?? "?", error);
            Unload(messages);
            runtime.RetryLater(this);
        }
    }

    public void EpisodeCommitted(InstanceRow row)
    {
        _row = row;
        if (InstanceRow.IsEnd(row.State))
            _run = null;
        Settle();
    }

    /// <summary>The hub refuses what the instance did. Its memory is ahead of the hub, so it is left alone until the next start.</summary>
    public void EpisodeFailed(Exception error)
    {
        Log.EpisodeRefused(runtime.Logger, _row!.InstanceId, error);
        (_isBroken, _run) = (true, null);
        Settle();
    }

    /// <summary>Takes the instance out of memory unless it is needed there.</summary>
    public bool TryEvict()
    {
        lock (_gate)
        {
            if (_isScheduled || _isRemoved || _isBroken || _stuck is not null || _mailbox.Count > 0 || _heldBack.Count > 0)
                return false;
            _isRemoved = true;
        }
        runtime.Remove(this);
        return true;
    }

    private List<Message> TakeMailbox()
    {
        LastUsed = runtime.NextTick();
        lock (_gate)
        {
            var taken = _mailbox;
            (_mailbox, _isNudged) = ([], false);
            return taken;
        }
    }

    // What is in memory may be half done, so the next try starts from the hub.
    private void Unload(List<Message> messages)
    {
        (_row, _run) = (null, null);
        _heldBack.Clear();
        lock (_gate)
            _mailbox.InsertRange(0, messages);
    }

    // Nothing under way: go on with what has arrived meanwhile, or rest, or leave memory when it has ended.
    private void Settle()
    {
        lock (_gate)
        {
            _isScheduled = (_mailbox.Count > 0 || _isNudged) && !_isBroken;
            _isRemoved = !_isScheduled && !_isBroken && (_row is null || InstanceRow.IsEnd(_row.State));
        }
        if (_isRemoved)
            runtime.Remove(this);
        else if (_isScheduled)
            runtime.MakeReady(this);
    }
}
