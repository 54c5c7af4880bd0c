namespace Orchestrator.Local.Cli.Verbs;

/// <summary>Asks something of a migration.</summary>
internal static class Requests
{
    public static async Task<int> PostAsync(Verb verb, Ask ask, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var answer = await api.PostAsync($"api/migrations/{Uri.EscapeDataString(ask.Id)}/{ask.Route}", ask.Body, cancellation);
        verb.Answer(answer, ask.Said, $"Watch it: orchestrator status {Safe.Line(ask.Id)} --watch");
        return ExitCodes.Done;
    }
}
