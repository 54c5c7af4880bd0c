using Orchestrator.Conformance;

// The runtime's host for tests writes its own log between the verdicts otherwise.
Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "None");
var targets = new Dictionary<string, Func<Target>>
{
    ["embedded"] = () => new EmbeddedTarget(),
    ["memory"] = () => new MemoryTarget(),
    ["durable-task"] = () => new DurableTaskTarget(),
};
if (args is not [var name] || !targets.TryGetValue(name, out var make))
{
    await Console.Error.WriteLineAsync($"Say which host to try: {string.Join(", ", targets.Keys)}.");
    return 2;
}

var result = await ConformanceRun.RunAsync(make, Console.Out);
Console.WriteLine($"{result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped");
return result.Failed == 0 ? 0 : 1;
