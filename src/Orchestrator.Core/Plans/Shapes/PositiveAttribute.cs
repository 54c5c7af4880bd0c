using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>A duration of more than zero. Without it zero is fine; less than zero never is.</summary>
internal sealed class PositiveAttribute() : RangeAttribute(typeof(TimeSpan), "00:00:00.0000001", "3650.00:00:00");
