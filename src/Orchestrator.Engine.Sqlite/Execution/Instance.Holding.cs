using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Messages that cannot be taken in yet: while suspended, before the start, or while the code does not match its history.</summary>
internal sealed partial class Instance
{
    private static void Consume(Episode episode, Message message)
    {
        if (message.Seq > 0)
            episode.Consumed.Add(message.Seq);
        if (message.TaskRow > 0)
            episode.AnsweredTasks.Add(message.TaskRow);
    }

    // The answer of an activity is not stored anywhere until it is history, so one that is held back goes to the inbox.
    private void Hold(Episode episode, Message message)
    {
        _heldBack.AddLast(message);
        if (message.TaskRow == 0)
            return;
        episode.AnsweredTasks.Add(message.TaskRow);
        episode.HeldBack.Add(message);
        message.TaskRow = 0;
    }

    private void Release(LinkedList<Message> queue)
    {
        while (_heldBack.Last is { } last)
        {
            _heldBack.RemoveLast();
            queue.AddFirst(last.Value);
        }
    }

    // The instance is left as it is; only a termination gets through, and the reason becomes visible in its status.
    private Episode? HoldAll(List<Message> batch)
    {
        var episode = new Episode(runtime, this, _row!);
        _run = null;
        foreach (var message in batch)
        {
            if (episode.IsFinished)
                Consume(episode, message);
            else if (message.Event.Kind == EventKind.ExecutionTerminated)
                Terminate(episode, message);
            else if (!_heldBack.Contains(message))
                Hold(episode, message);
        }
        if (episode.IsFinished)
        {
            _stuck = null;
            return episode;
        }
        var isNews = _row!.Failure?.Message != _stuck!.Message;
        if (isNews)
            Log.InstanceStuck(runtime.Logger, _row.InstanceId, _stuck.Message);
        episode.Row = episode.Row with { Failure = FailureDetails.From(_stuck) };
        return isNews || episode.HeldBack.Count > 0 ? episode : null;
    }
}
