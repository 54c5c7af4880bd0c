namespace Orchestrator.Local.Cli.Verbs;

/// <summary>Something that is asked of a migration.</summary>
/// <param name="Id">The migration.</param>
/// <param name="Route">The route below it.</param>
/// <param name="Body">The body.</param>
/// <param name="Said">What people are told when it is accepted.</param>
internal sealed record Ask(string Id, string Route, object Body, string Said);
