using Azure.Core;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>The options of our own pipeline; the SDK's are those of its typed client.</summary>
internal sealed class ArmPipelineOptions : ClientOptions;
