namespace Orchestrator.Demo;

/// <summary>A program that plans may run.</summary>
/// <param name="Name">What plans call it.</param>
/// <param name="Program">The program, beside this one.</param>
/// <param name="Verb">Its first argument, to which plans add none.</param>
/// <param name="Environment">The variables that plans may set beside the address that it listens on.</param>
internal sealed record AllowedProgram(string Name, string Program, string Verb, string Environment);
