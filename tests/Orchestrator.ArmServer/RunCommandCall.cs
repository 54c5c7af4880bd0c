namespace Orchestrator.Testing.Arm;

/// <summary>A script that is run in a machine.</summary>
/// <param name="VirtualMachineId">The machine.</param>
/// <param name="Script">The script, or the id of a built-in command when there is none.</param>
/// <param name="Parameters">Its parameters, by name; protected ones too.</param>
public sealed record RunCommandCall(string VirtualMachineId, string Script, IReadOnlyDictionary<string, string> Parameters);
