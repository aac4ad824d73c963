using Bulwark.Core.Configuration;

namespace Bulwark.Pki.Tests;

public sealed class PkiOptionsTests
{
    [Fact]
    public void An_empty_section_is_good() => Assert.Empty(new PkiOptions().Validate(new ConfigPath("pki")));

    [Fact]
    public void An_unlock_key_needs_a_file() =>
        Assert.Equal([new ConfigPath("pki.unlockKey.file").Error("is empty: name the file that holds the secret")],
            new PkiOptions { UnlockKey = new SecretFile { File = "" } }.Validate(new ConfigPath("pki")));
}
