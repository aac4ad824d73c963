namespace Bulwark.Running;

/// <summary>A process and its memory.</summary>
internal interface IProcessMemory
{
    /// <summary>What all its threads have worked so far.</summary>
    TimeSpan ProcessorTime { get; }

    /// <summary>Its resident set.</summary>
    long ResidentBytes { get; }

    /// <summary>Gives back what is not in use. Stops all threads for some milliseconds.</summary>
    void Trim();
}
