namespace Bulwark.Core.Configuration;

/// <summary>Settings that cannot be used. The message has one line a problem, each with file, line and path. Exit status 2.</summary>
public sealed class ConfigException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>The problems, each in the form <c>FILE:LINE: path: message</c>.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
