using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Edge.Compression;

/// <summary>Whether the edge compresses answers.</summary>
[JsonConverter(typeof(SettingsEnumConverter<CompressionMode>))]
public enum CompressionMode
{
    /// <summary>Text of 1 KiB and more, for clients that take it, unless the request shows who sends it.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
