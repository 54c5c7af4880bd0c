using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Sets the follower's sequences, those of identity columns among them, to where the leader's stand.</summary>
internal sealed class SequenceCarrier(Session leader, Session follower)
{
    /// <summary>Sets them.</summary>
    /// <returns>What was done, for the report; empty when there are none.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var positions = await SequenceReader.ListAsync(leader, cancellation);
        if (positions.Count == 0)
            return "";
        var values = string.Join(", ", positions.Select(one => string.Create(
            CultureInfo.InvariantCulture, $"({SqlText.Literal(one.Name)}, {one.LastValue}::bigint, {(one.IsCalled ? "true" : "false")})")));
        var count = await follower.ScalarAsync<long>(
            $"SELECT count(setval(to_regclass(name), value, is_called)) FROM (VALUES {values}) AS stands(name, value, is_called) WHERE to_regclass(name) IS NOT NULL", cancellation);
        return $"{count} sequences";
    }
}
