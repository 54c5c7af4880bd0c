using System.Globalization;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Which transactions a snapshot of the server saw. Source: https://www.postgresql.org/docs/15/functions-info.html (pg_snapshot).</summary>
internal sealed class TransactionView
{
    private readonly ulong _oldestRunning;
    private readonly ulong _next;
    private readonly HashSet<ulong> _running;

    /// <summary>Reads the server's text.</summary>
    /// <param name="snapshot">For example <c>10:20:10,14</c>.</param>
    public TransactionView(string snapshot)
    {
        var parts = snapshot.Split(':');
        (_oldestRunning, _next) = (Number(parts[0]), Number(parts[1]));
        _running = [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
    }

    /// <summary>Whether a committed transaction's changes were seen.</summary>
    /// <param name="transaction">Its id as the stream has it: without its upper half, which is the nearest one to the snapshot.</param>
    public bool Sees(uint transaction)
    {
        var full = unchecked(_next + (ulong)(long)(int)(transaction - (uint)_next));
        return full < _oldestRunning || (full < _next && !_running.Contains(full));
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
