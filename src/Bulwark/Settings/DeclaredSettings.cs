using Bulwark.Core.Configuration;

namespace Bulwark.Settings;

/// <summary>What a settings file says.</summary>
/// <param name="File">Its path.</param>
/// <param name="Text">Its text, comments and all.</param>
/// <param name="Settings">What the text means.</param>
internal sealed record DeclaredSettings(string File, ReadOnlyMemory<byte> Text, SettingsResult<BulwarkOptions> Settings);
