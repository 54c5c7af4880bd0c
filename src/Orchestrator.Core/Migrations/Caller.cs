namespace Orchestrator.Core.Migrations;

/// <summary>Somebody who asks for something, as authentication knows them.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Roles">Their roles: <c>reader</c>, <c>operator</c>, <c>approver</c>, <c>admin</c>.</param>
public sealed record Caller(string Name, IReadOnlyList<string> Roles);
