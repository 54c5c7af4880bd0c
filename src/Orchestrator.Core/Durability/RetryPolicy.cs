namespace Orchestrator.Core.Durability;

/// <summary>How often, and after which delays, something that failed transiently is tried again.</summary>
/// <remarks>The delay before attempt <c>n + 1</c> is <c>FirstDelay × BackoffCoefficient^(n − 1)</c>, at most <see cref="MaxDelay"/>.</remarks>
public sealed record RetryPolicy
{
    private readonly int _maxAttempts = 5;
    private readonly TimeSpan _firstDelay = TimeSpan.FromSeconds(2);
    private readonly double _backoffCoefficient = 2;
    private readonly TimeSpan _maxDelay = TimeSpan.FromMinutes(5);

    /// <summary>How many times it is tried in all, the first time included.</summary>
    /// <value>5 by default; 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxAttempts
    {
        get => _maxAttempts;
        init => _maxAttempts = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxAttempts), value, "At least 1 attempt is needed.");
    }

    /// <summary>The delay before the second attempt.</summary>
    /// <value>2 seconds by default; zero or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan FirstDelay
    {
        get => _firstDelay;
        init => _firstDelay = NotNegative(value, nameof(FirstDelay));
    }

    /// <summary>By what the delay is multiplied from one attempt to the next.</summary>
    /// <value>2 by default; 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or not a number.</exception>
    public double BackoffCoefficient
    {
        get => _backoffCoefficient;
        init => _backoffCoefficient = value >= 1 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BackoffCoefficient), value, "The coefficient must be 1 or more.");
    }

    /// <summary>The longest delay.</summary>
    /// <value>5 minutes by default; zero or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan MaxDelay
    {
        get => _maxDelay;
        init => _maxDelay = NotNegative(value, nameof(MaxDelay));
    }

    /// <summary>The delay after a failed attempt.</summary>
    /// <param name="attempt">The number of the attempt that failed, from 1.</param>
    /// <returns>How long to wait before the next.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var ticks = FirstDelay.Ticks * Math.Pow(BackoffCoefficient, attempt - 1);
        return ticks < MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxDelay;
    }

    private static TimeSpan NotNegative(TimeSpan value, string name) =>
        value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(name, value, "A delay cannot be negative.");
}
