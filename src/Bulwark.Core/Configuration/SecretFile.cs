namespace Bulwark.Core.Configuration;

/// <summary>A secret in the settings: always a reference to a file, written <c>{ "file": "/run/secrets/name" }</c>, never a value.</summary>
public sealed record SecretFile : IConfigSection
{
    /// <summary>The file that holds the secret; a trailing line end is not part of it. A relative path starts at the data directory.</summary>
    public required string File { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(File))
            yield return at["file"].Error("is empty: name the file that holds the secret");
    }

    /// <summary>Reads the secret.</summary>
    /// <param name="dataDirectory">What a relative path starts from.</param>
    /// <exception cref="OperatorException">The file cannot be read or is empty.</exception>
    public byte[] Read(string dataDirectory)
    {
        var path = Path.GetFullPath(File, dataDirectory);
        try
        {
            var bytes = System.IO.File.ReadAllBytes(path).AsSpan().TrimEnd("\r\n"u8).ToArray();
            return bytes.Length > 0 ? bytes : throw new OperatorException($"The secret file {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The secret file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public override string ToString() => "***";
}
